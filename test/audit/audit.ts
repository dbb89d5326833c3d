// `npm run audit`: simulates many runs and writes what the product says of them to docs/accuracy.md. Each
// file in tables/ exports one `table`; names as arguments choose some of them to print without writing.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../harness/projectRoot.ts';
import type { AuditTable } from './auditTable.ts';

const folder = join(projectRoot, 'test', 'audit', 'tables');
const page = join(projectRoot, 'docs', 'accuracy.md');
const section = /(<!-- audit: npm run audit -->\n)[\s\S]*?(\n<!-- \/audit -->)/;

await audit(process.argv.slice(2));

async function audit(names: readonly string[]): Promise<void> {
  const files = readdirSync(folder)
    .filter(file => file.endsWith('.ts'))
    .sort();
  const written: string[] = [];
  for (const file of files) {
    if (names.length > 0 && !names.includes(file.replace(/\.ts$/, ''))) continue;
    const { table }: { table: AuditTable } = await import(join(folder, file));
    const text = markdownOf(table);
    process.stdout.write(`${text}\n\n`);
    written.push(text);
  }
  if (names.length === 0) replaceSection([...written, machine()].join('\n\n'));
}

function markdownOf({ title, text, columns, rows }: AuditTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `### ${title}\n\n${text}\n`,
    line(columns),
    line(columns.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...Array.from(rows(), line),
  ].join('\n');
}

function machine(): string {
  const cpu = os.cpus()[0]?.model ?? 'unknown CPU';
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${cpu}, ${os.availableParallelism()} cores, Node ${process.version}. The seeds are fixed.`;
}

function replaceSection(content: string): void {
  const text = readFileSync(page, 'utf8');
  if (!section.test(text)) throw new Error(`${page} has no section for the tables of the audit.`);
  writeFileSync(
    page,
    text.replace(section, (_all, begin: string, end: string) => `${begin}${content}${end}`),
  );
}
