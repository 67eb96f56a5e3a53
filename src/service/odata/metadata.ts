/** The service document, and the metadata in CSDL XML (OData 4.01). */
import type { Property, SetName } from './properties.ts';

export const SETS: readonly SetName[] = ['Responses', 'Answers'];

export function serviceDocument(root: string): object {
  return {
    '@odata.context': `${root}/$metadata`,
    value: SETS.map((name) => ({ name, kind: 'EntitySet', url: name })),
  };
}

const TYPES: Readonly<Record<SetName, string>> = { Responses: 'Response', Answers: 'Answer' };

/** Names are letters, digits and "_": nothing in them has to be escaped. */
export function metadata(properties: (set: SetName) => readonly Property[]): string {
  const types = SETS.map((set) => {
    const lines = properties(set).map(
      ({ name, type }) =>
        `        <Property Name="${name}" Type="${type}"${name === 'id' ? ' Nullable="false"' : ''}/>`,
    );
    return [
      `      <EntityType Name="${TYPES[set]}">`,
      '        <Key><PropertyRef Name="id"/></Key>',
      ...lines,
      '      </EntityType>',
    ].join('\n');
  });
  const sets = SETS.map(
    (set) => `        <EntitySet Name="${set}" EntityType="Otklik.${TYPES[set]}"/>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
  <edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Otklik">
${types.join('\n')}
      <EntityContainer Name="Container">
${sets.join('\n')}
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
`;
}
