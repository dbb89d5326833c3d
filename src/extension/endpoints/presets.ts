import type { EndpointPreset } from '../../endpoints/contract/endpointKind.ts';
import { type EndpointConfigInput, endpointKinds } from '../../endpoints/kinds.ts';

export interface PresetOfKind extends EndpointPreset {
  kind: EndpointConfigInput['kind'];
}

/** The presets of each API, in the order they are offered. */
export function presetGroups(): { api: string; presets: PresetOfKind[] }[] {
  const served = endpointKinds.filter(({ presets }) => presets.length > 0);
  return served.map(({ id, label, presets }) => ({
    api: label,
    presets: presets.map(preset => ({ ...preset, kind: id as EndpointConfigInput['kind'] })),
  }));
}

/** Whether the user has to check the preset's address: local servers, placeholders, "other". */
export function addressIsOpen({ apiKeyEnv, baseUrl }: EndpointPreset): boolean {
  if (isInRegion(baseUrl)) return false;
  return apiKeyEnv === null || /localhost|YOUR-/.test(baseUrl);
}

const regionPlaceholder = 'YOUR-REGION';

/** Whether only the AWS region is missing from the address. */
export function isInRegion(baseUrl: string): boolean {
  return baseUrl.includes(regionPlaceholder);
}

/** The address in a region. */
export function inRegion(baseUrl: string, region: string): string {
  return baseUrl.replace(regionPlaceholder, region);
}
