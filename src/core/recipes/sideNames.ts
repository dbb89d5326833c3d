import type { JsonObject } from '../base/jsonValue.ts';
import { endpointInPlan } from './planParts.ts';

/** Characters that folder names must not contain on some system. */
const forbidden = /[/\\:*?"<>|\p{Cc}]+/gu;

/** The nearest name that is a valid folder name on every system: `meta/llama:8b` becomes `meta-llama-8b`. */
export function folderName(text: string): string {
  const name = text.replaceAll(forbidden, '-').replace(/^[-\s]+|[-\s]+$/g, '');
  return /^\.*$/.test(name) ? 'side' : name;
}

/** Names for the sides of an A/B test: valid as folder names, and distinct even if case is ignored. */
export function distinctSideNames(wanted: readonly string[]): string[] {
  const names: string[] = [];
  for (const text of wanted) {
    const base = folderName(text);
    let name = base;
    for (let n = 2; names.some(other => other.toLowerCase() === name.toLowerCase()); n++) {
      name = `${base} (${n})`;
    }
    names.push(name);
  }
  return names;
}

/** Names the endpoints of plans by what distinguishes them: name or model, else address, provider or kind. */
export function sideNames(plans: readonly JsonObject[]): string[] {
  const endpoints = plans.map(endpointInPlan);
  const text = (endpoint: JsonObject, key: string) => {
    const value = endpoint[key];
    return typeof value === 'string' ? value.replace(/^https?:\/\//, '') : '';
  };
  const labels = endpoints.map(endpoint => text(endpoint, 'name') || text(endpoint, 'model'));
  const choices = [
    labels,
    ...['baseUrl', 'provider', 'kind'].map(key => endpoints.map(endpoint => text(endpoint, key))),
  ];
  const distinct = choices.find(names => new Set(names.map(folderName)).size === names.length);
  return distinctSideNames(distinct ?? labels);
}
