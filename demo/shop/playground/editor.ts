/**
 * The editor: CodeMirror, in a shadow root. There it brings its styles as adopted sheets, and the page's policy, which
 * lets no inline style in, holds.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonLanguage } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

import { complete } from './completion.ts';
import type { Problem } from './problems.ts';

export interface Editor {
  text: string;
  mark(problems: readonly Problem[]): void;
  goTo(problem: Problem): void;
  /** From 1. */
  lineOf(problem: Problem): number;
}

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--card)', color: 'var(--ink)' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    lineHeight: '1.5',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-cursor': { borderInlineStartColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--card)',
    color: 'var(--quiet)',
    borderInlineEnd: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--leaf) 8%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--focus) 30%, transparent)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--card)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    boxShadow: 'var(--shadow)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--leaf)',
    color: 'var(--leaf-ink)',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--leaf)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--clay)' },
]);

export function createEditor(host: HTMLElement, label: string, changed: () => void): Editor {
  const root = host.attachShadow({ mode: 'open' });
  const box = new CSSStyleSheet();
  box.replaceSync(':host, .box { display: block; block-size: 100%; overflow: hidden }');
  root.adoptedStyleSheets = [box];
  const parent = document.createElement('div');
  parent.className = 'box';
  root.append(parent);
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        autocompletion(),
        json(),
        jsonLanguage.data.of({ autocomplete: complete }),
        syntaxHighlighting(colours),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': label,
          spellcheck: 'false',
          tabindex: '0',
        }),
        EditorView.updateListener.of(({ docChanged }) => docChanged && changed()),
        // Tab stays the key that leaves: whoever has no mouse would be caught otherwise.
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark: (problems) => {
      const marks = problems.map(({ from, to, message, level }) => ({
        from,
        to,
        message,
        severity: level,
      }));
      view.dispatch(setDiagnostics(view.state, marks));
    },
    goTo: ({ from, to }) => {
      view.dispatch({
        selection: { anchor: from, head: to },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
    lineOf: ({ from }) => view.state.doc.lineAt(from).number,
  };
}
