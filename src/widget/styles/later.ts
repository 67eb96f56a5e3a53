/** What the first question can do without for a moment: hovering, faults, and the two ends. */
import { css } from 'lit';

export const laterStyles = css`
  .delivery {
    font-size: 0.875em;
    color: var(--muted);
  }
  .notice .body {
    padding: 0 var(--space) calc(var(--space) + 16px);
    text-align: center;
  }
  .fault {
    font-size: 0.875em;
    font-weight: 600;
    color: var(--danger);
  }
  button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: progress;
  }
  [aria-invalid='true']:is(input, textarea) {
    border-color: var(--danger);
  }
  .badge {
    display: inline-grid;
    place-items: center;
    width: 56px;
    height: 56px;
    margin-bottom: 16px;
    border-radius: 50%;
    color: var(--accent);
    background: var(--control);
  }
  .badge svg {
    width: 28px;
    height: 28px;
  }
  .notice .delivery {
    margin-top: 16px;
  }
  .notice button.primary {
    margin-top: 20px;
  }
  @media (hover: hover) {
    button.icon:hover,
    button.quiet:hover {
      background: var(--control);
    }
    button.primary:hover {
      filter: brightness(1.08);
    }
    input:hover + .face {
      border-color: var(--accent);
    }
    .stars input:hover + .face,
    .smileys input:hover + .face {
      border-color: transparent;
      color: var(--accent);
    }
    .stars .filled input:hover + .face {
      color: var(--star);
    }
  }
`;
