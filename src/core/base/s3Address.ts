/** Whether a text is the address of an object or a folder at S3, and not a path of this machine. */
export function isS3Address(text: string): boolean {
  return text.startsWith('s3://');
}

/** The parts of `s3://bucket/key`; "" = no key. null = it has no bucket. */
export function s3Parts(address: string): { bucket: string; key: string } | null {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(address) ?? [];
  return bucket === undefined ? null : { bucket, key };
}
