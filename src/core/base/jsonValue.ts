export type JsonPrimitive = string | number | boolean | null;

/** A JSON document, plus raw bytes, which LLMeter files carry as `{"__llmeter_bytes__": base64}`. */
export type JsonValue = JsonPrimitive | Uint8Array | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}
