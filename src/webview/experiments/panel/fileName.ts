/** Makes a title into a file name that every file system accepts: "A/B: gpt 4" with "png" is "a-b-gpt-4.png". */
export function fileName(title: string, extension: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${plain || 'llmeter'}.${extension}`;
}
