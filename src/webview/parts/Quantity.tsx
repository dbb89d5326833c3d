/** A formatted number with its unit set apart, so that numbers line up and lead. */
export function Quantity({ text }: { text: string }) {
  const at = text.lastIndexOf(' ');
  if (at === -1) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <span class="unit"> {text.slice(at + 1)}</span>
    </>
  );
}
