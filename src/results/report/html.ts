import { escaped } from '../../core/format/escaped.ts';

/** A table with a header row; the first cell of each row names it. */
export function htmlTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: (index: number) => string) =>
    `<tr>${cells.map((cell, i) => `<${tag(i)}>${escaped(cell)}</${tag(i)}>`).join('')}</tr>`;
  const head = line(columns, () => 'th');
  return `<table><thead>${head}</thead><tbody>${rows
    .map(cells => line(cells, i => (i === 0 ? 'th' : 'td')))
    .join('\n')}</tbody></table>`;
}

const style = `
body { font: 14px/1.5 system-ui, sans-serif; color: #1f2328; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { font-size: 1rem; }
table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; margin: .5rem 0; }
th, td { padding: .15rem .6rem; border-bottom: 1px solid #d1d9e0; text-align: right; }
th:first-child { text-align: left; } tbody th { font-weight: normal; }
figure { margin: 1.5rem 0; } figure svg { max-width: 100%; height: auto; } figcaption, .note { color: #59636e; }
.forbids { color: #b00020; font-weight: 600; }
@media print { body { margin: 0; max-width: none; } figure, table { break-inside: avoid; } h2, h3 { break-after: avoid; } details { display: none; } }
`;

/** A complete page without scripts and external resources. `body` is HTML. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
