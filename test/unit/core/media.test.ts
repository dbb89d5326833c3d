import assert from 'node:assert/strict';
import { dataUrl, mediaOf } from '../../../src/core/plan/media.ts';

const bytes = Uint8Array.of(1, 2, 3);
const told = (name: string | null, detected: string | null = null) => {
  const media = mediaOf(bytes, name, detected);
  return media && [media.kind, media.mime];
};

describe('the media type of a file', () => {
  it('comes from the extension if the bytes do not identify it', () => {
    const cases: Record<string, string[]> = {
      'a.jpg': ['image', 'image/jpeg'],
      'a.JPEG': ['image', 'image/jpeg'],
      'a.png': ['image', 'image/png'],
      'a.gif': ['image', 'image/gif'],
      'a.webp': ['image', 'image/webp'],
      'a.b.PDF': ['document', 'application/pdf'],
      'a.mp4': ['video', 'video/mp4'],
      'a.mov': ['video', 'video/quicktime'],
      'a.avi': ['video', 'video/x-msvideo'],
      'a.mp3': ['audio', 'audio/mpeg'],
      'a.wav': ['audio', 'audio/wav'],
      'a.ogg': ['audio', 'audio/ogg'],
    };
    for (const [name, expected] of Object.entries(cases)) assert.deepEqual(told(name), expected, name);
  });

  it('comes from the bytes if they identify it, whatever the name', () => {
    assert.deepEqual(told('a.png', 'image/jpeg'), ['image', 'image/jpeg']);
    assert.deepEqual(told(null, 'audio/ogg; codecs=opus'), ['audio', 'audio/ogg']);
    assert.deepEqual(told('a.avi', 'video/vnd.avi'), ['video', 'video/x-msvideo']);
    assert.equal(told('a.png', 'application/zip'), null);
  });

  it('may be unknown', () => {
    assert.deepEqual([told(null), told('png'), told('a.txt'), told('')], [null, null, null, null]);
  });

  it('becomes a data URL', () => {
    const media = mediaOf(bytes, 'a.png', null);
    assert.ok(media);
    assert.equal(dataUrl(media), 'data:image/png;base64,AQID');
  });
});
