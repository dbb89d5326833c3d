/** A formatted number with its unit in a separate style, so that numbers line up and stand out. */
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
