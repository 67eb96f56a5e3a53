import { css } from '../styles/css.ts';

export const debugStyles = css`
  :host {
    all: initial;
    position: fixed;
    inset: auto;
    margin: 8px;
    border: 0;
    padding: 0;
    z-index: 2147483647;
    inline-size: min(380px, calc(100vw - 16px));
    color-scheme: dark;
    background: #17191d;
    color: #e8e8e8;
    border-radius: 8px;
    font:
      12px/1.45 ui-monospace,
      SFMono-Regular,
      Menlo,
      Consolas,
      monospace;
    box-shadow: 0 4px 20px rgb(0 0 0 / 40%);
  }
  :host([data-x='left']) {
    left: 0;
  }
  :host(:not([data-x='left'])) {
    right: 0;
  }
  :host([data-y='top']) {
    top: 0;
  }
  :host(:not([data-y='top'])) {
    bottom: 0;
  }
  summary {
    padding: 8px 12px;
    cursor: pointer;
  }
  summary:focus-visible {
    outline: 2px solid #8ab8ff;
    outline-offset: -2px;
  }
  .body {
    max-height: 40vh;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 0 12px 12px;
  }
  p,
  ul {
    margin: 0 0 8px;
  }
  ul {
    list-style: none;
    padding: 0;
  }
  li,
  p {
    overflow-wrap: anywhere;
  }
  h3 {
    margin: 0;
    color: #9aa4b2;
    font: inherit;
  }
  div {
    white-space: pre-wrap;
  }
  .body {
    white-space: normal;
  }
  .good {
    color: #8fd6a3;
  }
  .bad {
    color: #ffb4a2;
  }
`;
