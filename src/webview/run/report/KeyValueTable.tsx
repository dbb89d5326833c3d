interface Props {
  caption: string;
  entries: readonly (readonly [key: string, text: string])[];
}

/** Keys and values as they stand in a file. */
export function KeyValueTable({ caption, entries }: Props) {
  return (
    <table class="data key-value">
      <caption class="sr">{caption}</caption>
      <thead class="sr">
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(([key, text]) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
