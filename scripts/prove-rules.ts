import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { innocent, offences, sourceParts, type Offence } from './offences.ts';
import { root } from './report.ts';

/**
 * A gate never seen failing is not a gate: every rule is broken on purpose in a copy of the project
 * that holds our configuration and next to no code, and must be caught by the right tool for the
 * right reason. Before that, the same copy without offences, and with what is allowed, must pass.
 */
const configuration = [
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.build.json',
  '.oxlintrc.json',
  'scripts/lint',
  ...sourceParts.map((part) => `src/${part}/tsconfig.json`),
  'demo/tsconfig.json',
  'e2e/tsconfig.json',
];

type Finding = { readonly file: string; readonly rule: string };

/** The packages lie beside the copy, not in it: the linter would follow the link and lint them. */
const folder = mkdtempSync(join(tmpdir(), 'otklik-rules-'));
const copy = join(folder, 'copy');
try {
  prepare();
  const wrong = [...provenInnocent(), ...provenGuilty()];
  for (const line of wrong) console.error(`✗ ${line}`);
  const proofs = offences.flatMap(({ compiler, linter }) => [compiler, linter]);
  const count = proofs.filter((proof) => proof !== undefined).length;
  console.log(`${count} proofs of ${offences.length} offences, ${wrong.length} wrong`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function prepare(): void {
  for (const path of configuration) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const part of sourceParts) write(`src/${part}/index.ts`, `export const ${part} = 1;\n`);
  write('src/cli.ts', `export { cli } from './cli/index.ts';\n`);
  write('src/backend/token.ts', 'export const token = 1;\n');
}

function provenInnocent(): string[] {
  innocent.forEach(({ folder, code }, index) => write(`${folder}/innocent-${index}.ts`, code));
  const built = tool('typescript/bin/tsc', ['-b', 'tsconfig.build.json']);
  const wrong = built.status === 0 ? [] : [`the compiler refuses what is allowed: ${built.output}`];
  return [
    ...wrong,
    ...lint().map(({ file, rule }) => `the linter refuses what is allowed: ${rule} in ${file}`),
  ];
}

function provenGuilty(): string[] {
  offences.forEach((offence, index) => write(fileOf(offence, index), `${offence.code}\n`));
  const found = [...lint(), ...compile()];
  return offences.flatMap((offence, index) => {
    const file = fileOf(offence, index);
    const caught = found.filter((finding) => finding.file === file).map(({ rule }) => rule);
    const seen = caught.join(', ') || 'nothing';
    const { says, compiler, linter } = offence;
    return [
      ...(compiler === undefined || caught.some((rule) => compiler.test(rule))
        ? []
        : [`${says}: the compiler should say ${compiler.source}; found: ${seen}`]),
      ...(linter === undefined || caught.includes(linter)
        ? []
        : [`${says}: the linter should say ${linter}; found: ${seen}`]),
    ];
  });
}

/** Each part by itself, so that an error in one does not keep the next from being looked at. */
function compile(): Finding[] {
  return sourceParts.flatMap((part) => {
    const { output } = tool('typescript/bin/tsc', [
      '-p',
      `src/${part}`,
      '--noEmit',
      '--pretty',
      'false',
    ]);
    const lines = output.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+)/gm);
    return [...lines].map(([, file = '', rule = '']) => ({ file, rule }));
  });
}

function lint(): Finding[] {
  const { output } = tool('oxlint/bin/oxlint', ['--format', 'json']);
  const report = JSON.parse(output) as {
    readonly diagnostics: readonly { readonly filename: string; readonly code: string }[];
  };
  return report.diagnostics.map(({ filename, code }) => ({ file: filename, rule: code }));
}

function tool(path: string, args: readonly string[]): { status: number | null; output: string } {
  const command = [join(root, 'node_modules', path), ...args];
  const result = spawnSync(process.execPath, command, {
    cwd: copy,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status: result.status, output: result.stdout };
}

function fileOf({ folder }: Offence, index: number): string {
  return `${folder}/offence-${index}.ts`;
}

function write(path: string, code: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), code);
}
