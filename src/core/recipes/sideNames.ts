import type { JsonObject } from '../base/jsonValue.ts';
import { endpointOf } from './planParts.ts';

/** What may not stand in the name of a folder. */
const forbidden = /[/\\:*?"<>|\p{Cc}]+/gu;

/** The nearest name that a folder can have everywhere: `meta/llama:8b` becomes `meta-llama-8b`. */
export function folderName(text: string): string {
  const name = text.replaceAll(forbidden, '-').replace(/^[-\s]+|[-\s]+$/g, '');
  return /^\.*$/.test(name) ? 'side' : name;
}

/** Names for the sides of an A/B run, each of them a folder's name too, and no two alike, letters' case apart. */
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

/** What the endpoints of plans are told apart by: their names or models, else addresses, providers or kinds. */
export function sideNames(plans: readonly JsonObject[]): string[] {
  const endpoints = plans.map(endpointOf);
  const text = (endpoint: JsonObject, key: string) => {
    const value = endpoint[key];
    return typeof value === 'string' ? value.replace(/^https?:\/\//, '') : '';
  };
  const called = endpoints.map(endpoint => text(endpoint, 'name') || text(endpoint, 'model'));
  const choices = [
    called,
    ...['baseUrl', 'provider', 'kind'].map(key => endpoints.map(endpoint => text(endpoint, key))),
  ];
  const telling = choices.find(names => new Set(names.map(folderName)).size === names.length);
  return distinctSideNames(telling ?? called);
}
