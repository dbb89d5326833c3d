import { UserError } from '../../core/base/errors.ts';
import { type Media, mediaOf } from '../../core/plan/media.ts';
import { findSource } from './source.ts';
import { bytesOf, type SourceContext } from './sourceFile.ts';

/**
 * The files at these paths or `s3://` addresses, with the type that their first bytes tell, else their
 * name (llmeter-format 1.8). Throws UserError naming the file.
 */
export async function loadAttachments(
  locations: readonly string[],
  context: SourceContext,
): Promise<Media[]> {
  if (locations.length === 0) return [];
  const { fileTypeFromBuffer } = await import('file-type');
  const files = await Promise.all(locations.map(path => findSource(path, 'attached', context)));
  return Promise.all(
    files.flat().map(async file => {
      const { name } = file;
      const bytes = await bytesOf(file);
      const media = mediaOf(bytes, name, (await fileTypeFromBuffer(bytes))?.mime ?? null);
      if (media) return media;
      throw new UserError(
        `"attachments": ${name} is no image, audio, video or PDF that can be told as such.`,
      );
    }),
  );
}
