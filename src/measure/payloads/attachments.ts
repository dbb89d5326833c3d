import { UserError } from '../../core/base/errors.ts';
import { type Media, mediaOf } from '../../core/plan/media.ts';
import type { CheckedPlan } from '../../core/plan/plan.ts';
import { findSource } from './source.ts';
import { bytesOf, type SourceContext, type SourceFile } from './sourceFile.ts';

type Attachment = NonNullable<CheckedPlan['attachments']>[number];

/**
 * The files at these paths or `s3://` addresses, in their order, with the type that their first bytes tell,
 * else their name (llmeter-format 1.8). Throws UserError naming the file.
 */
export async function loadAttachments(
  attachments: readonly Attachment[],
  context: SourceContext,
): Promise<Media[]> {
  const loaded = attachments.map(async attachment => {
    const { file, after } = typeof attachment === 'string' ? { file: attachment, after: null } : attachment;
    const media = await Promise.all((await findSource(file, 'attached', context)).map(mediaIn));
    return after === null ? media : media.map(item => ({ ...item, afterPrompt: true }));
  });
  return (await Promise.all(loaded)).flat();
}

async function mediaIn(file: SourceFile): Promise<Media> {
  const { fileTypeFromBuffer } = await import('file-type');
  const bytes = await bytesOf(file);
  const media = mediaOf(bytes, file.name, (await fileTypeFromBuffer(bytes))?.mime ?? null);
  if (media) return media;
  throw new UserError(`"attachments": ${file.name} is not a recognized image, audio, video or PDF file.`);
}
