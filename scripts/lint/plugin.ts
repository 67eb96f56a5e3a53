import { importProblem, projectPath } from './dependency-rule.ts';

/** The few shapes of the syntax tree (ESTree) that these rules look at. */
type Node = { readonly type: string };
type ImportNode = Node & {
  readonly source?: (Node & { readonly value?: unknown }) | null;
  readonly importKind?: string;
  readonly exportKind?: string;
};
type TemplateNode = Node & {
  readonly tag: Named;
  readonly quasi: { readonly quasis: readonly { readonly value: { readonly raw: string } }[] };
};
type Named = Node & { readonly name?: string };
type CallNode = Node & { readonly callee: Named; readonly arguments: readonly Node[] };
type MemberNode = Node & { readonly object: Named; readonly property: Named };
type Context = {
  readonly filename: string;
  report(problem: { readonly node: Node; readonly message: string }): void;
};

/** Every way to import is looked at: static, type, re-export, and the dynamic `import()`. */
const dependencyRule = {
  create(context: Context) {
    const file = projectPath(context.filename);
    const check = (node: ImportNode): void => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
      const message = importProblem(file, specifier, typeOnly);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** What a Lit template can do that the host's Content Security Policy or our own promise forbids. */
const forbiddenInTemplates: readonly (readonly [RegExp, string])[] = [
  [/\.(inner|outer)HTML\s*=/i, 'Survey content is text: render templates, never HTML strings.'],
  [/\sstyle\s*=/i, 'A style attribute is refused by a strict style-src: use classes.'],
  [/\son[a-z]+\s*=/i, 'An inline handler is refused by a strict script-src: use @event.'],
  [/<(script|style|iframe|object|embed)\b/i, 'Templates hold no script, style or frame.'],
];

const safeTemplates = {
  create(context: Context) {
    return {
      TaggedTemplateExpression(node: TemplateNode): void {
        if (node.tag.name !== 'html' && node.tag.name !== 'svg') return;
        const text = node.quasi.quasis.map((quasi) => quasi.value.raw).join('${}');
        for (const [pattern, message] of forbiddenInTemplates) {
          if (pattern.test(text)) context.report({ node, message });
        }
      },
    };
  },
};

/** Pure logic is told the time. A Date made from parts would also be in the device's own zone. */
const noClock = {
  create(context: Context) {
    return {
      NewExpression(node: CallNode): void {
        if (node.callee.name !== 'Date' || node.arguments.length === 1) return;
        const message = 'Take the time as an argument; build dates with Date.UTC.';
        context.report({ node, message });
      },
      MemberExpression(node: MemberNode): void {
        if (node.object.name !== 'Date' || node.property.name !== 'now') return;
        context.report({ node, message: 'Take the time as an argument.' });
      },
    };
  },
};

export default {
  meta: { name: 'otklik' },
  rules: {
    'dependency-rule': dependencyRule,
    'safe-templates': safeTemplates,
    'no-clock': noClock,
  },
};
