import { dirname, join, relative, sep } from 'node:path';
import { documentless, litFiles, parts, sharedFormats } from './parts.ts';

/** Why this file may not import that, or undefined when it may. Paths are relative to the root. */
export function importProblem(
  file: string,
  specifier: string,
  typeOnly = false,
): string | undefined {
  const name = partOf(file);
  const part = name === undefined ? undefined : parts[name];
  if (name === undefined || part === undefined || isTest(file)) return undefined;
  if (!specifier.startsWith('.')) return packageProblem(file, name, specifier, typeOnly);
  const target = toPosix(join(dirname(file), specifier));
  if (!file.startsWith('src/')) return outsideProblem(name, target);
  if (!target.startsWith('src/')) return `src/${name} may not import ${target}, outside of src/.`;
  const targetPart = partOf(target);
  if (targetPart === undefined || targetPart === name) return undefined;
  if (!part.parts.includes(targetPart)) return arrowProblem(name, part.parts, targetPart);
  const shared = targetPart === 'widget' ? documentless[name] : undefined;
  if (shared !== undefined && !shared.test(target.slice('src/'.length))) {
    return `src/${name} may import only ${shared.source} of the widget.`;
  }
  if (name === 'service' && targetPart === 'backend' && !sharedFormats.test(target.slice(4))) {
    return 'src/service may import only the formats of src/backend: tokens, links, push payloads, app files.';
  }
  return undefined;
}

function packageProblem(
  file: string,
  name: string,
  specifier: string,
  typeOnly: boolean,
): string | undefined {
  const part = parts[name];
  if (part === undefined) return undefined;
  if (file.startsWith('src/') && isPackage(specifier, 'otklik')) {
    return 'The source imports its own files by relative path, not through the package.';
  }
  if (part.packages === 'any') {
    const forbidden = part.never?.find((one) => isPackage(specifier, one));
    return forbidden === undefined ? undefined : `${name} may not import ${forbidden}.`;
  }
  const allowed = part.packages.find((one) => isPackage(specifier, one));
  if (allowed === undefined) {
    return `src/${name} may not import ${specifier}; its packages: ${part.packages.join(', ') || 'none'}.`;
  }
  const knowsLit = litFiles.some((pattern) => pattern.test(file.slice('src/'.length)));
  if (name === 'widget' && allowed === 'lit/html.js' && !typeOnly && !knowsLit) {
    return 'In the widget only the element, its base and its views import lit.';
  }
  return undefined;
}

function outsideProblem(name: string, target: string): string | undefined {
  return /^(src|dist)\//.test(target)
    ? `${name}/ uses the product by its package exports only (otklik/backend, ...).`
    : undefined;
}

function arrowProblem(name: string, allowed: readonly string[], target: string): string {
  return `src/${name} may not import src/${target}; it may import: ${allowed.join(', ') || 'no other part'}.`;
}

function partOf(path: string): string | undefined {
  const [first, second] = path.split('/');
  if (first !== 'src') return first;
  return second === 'cli.ts' ? 'cli' : second;
}

/** Tests and their support may reach for whatever they need. */
function isTest(file: string): boolean {
  return file.startsWith('src/') && (file.endsWith('.test.ts') || file.includes('/testing/'));
}

function isPackage(specifier: string, name: string): boolean {
  if (name === 'node:*') return specifier.startsWith('node:');
  return specifier === name || specifier.startsWith(`${name}/`);
}

function toPosix(path: string): string {
  return path.split(sep).join('/');
}

/** The path of a linted file from the project's root, whatever folder the linter runs in. */
export function projectPath(file: string): string {
  return toPosix(relative(join(import.meta.dirname, '../..'), file));
}
