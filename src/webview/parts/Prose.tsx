/** A sentence whose `backticked` parts are shown as code; everything else in it is plain text. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text
        .split('`')
        .map((part, i, parts) => (i % 2 === 1 && i < parts.length - 1 ? <code key={i}>{part}</code> : part))}
    </>
  );
}
