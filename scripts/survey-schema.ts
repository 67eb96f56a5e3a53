import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { surveyJsonSchema } from 'otklik/protocol';

/** The survey format for editors, published with the package as `otklik/survey.schema.json`. */
const file = join(import.meta.dirname, '../dist/survey.schema.json');
writeFileSync(file, `${JSON.stringify(surveyJsonSchema(), null, 1)}\n`);
