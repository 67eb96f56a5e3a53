import { css } from '../../styles/css.ts';

export const styles = css`
  .files {
    display: grid;
    gap: 8px;
    margin: 16px 0 0;
    padding: 0;
    list-style: none;
  }
  .files li {
    display: grid;
    grid-template-columns: 56px minmax(0, 1fr) 44px;
    align-items: center;
    gap: 4px 12px;
    padding: 8px;
    border: 1px solid var(--line);
    border-radius: var(--small-radius);
    background: var(--control);
  }
  .files .picture {
    display: grid;
    place-items: center;
    width: 56px;
    height: 56px;
    border-radius: calc(var(--small-radius) - 4px);
    overflow: hidden;
    color: var(--muted);
    background: var(--surface);
  }
  .files canvas {
    display: block;
    width: 100%;
    height: 100%;
  }
  .files .name {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 650;
  }
  /* Its direction is its own; its side is the line's. */
  .files li:dir(rtl) .name {
    text-align: right;
  }
  .files small {
    display: block;
  }
  .files .refused small {
    color: var(--danger);
    font-weight: 650;
  }
  .files progress {
    width: 100%;
    margin-top: 6px;
  }
  .adders {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 16px;
  }
  .adder {
    flex: 1 1 160px;
    position: relative;
  }
  .adder input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    opacity: 0;
    font-size: 0;
    cursor: pointer;
  }
  .adder .face {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    height: 100%;
    min-height: 56px;
    padding: 12px 16px;
    border: 1.5px dashed var(--border);
    border-radius: var(--small-radius);
    font-weight: 650;
    text-align: center;
  }
  .adder svg {
    flex: none;
    color: var(--accent);
  }
  .adder input:disabled + .face {
    opacity: 0.5;
  }
  .over .adder .face {
    border-style: solid;
    border-color: var(--accent);
    background: var(--control);
  }
`;
