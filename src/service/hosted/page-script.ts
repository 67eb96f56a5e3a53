/**
 * The few lines that bring the widget to the page. What the visitor sees, and may have touched, stays where it is
 * until the widget has drawn the same: then the one takes the place of the other within a frame.
 *
 * The widget has read the fields before it draws; what was done between the two is handed over here, and so are focus
 * and caret. Only what the visitor has changed: a draft on this device may know more than the form.
 *
 * A finger that is down keeps the form in its place until it has been lifted, and what it has tapped is there: a tap
 * that begins on one element and ends on another is none.
 *
 * The widget's code is asked for when the question has been painted, not before: on a slow phone that is what the
 * question would wait for.
 *
 * It runs in the browser as it is written here, and is allowed there by its hash. A browser that cannot adopt style
 * sheets (Safari before 16.4) would have the widget without its looks, for the page's policy lets no other style in:
 * there the form goes on alone.
 */
export const PAGE_SCRIPT = `
if ('adoptedStyleSheets' in document) {
  const survey = document.querySelector('otklik-survey');
  let isHeld = false;
  let released = () => {};
  survey.addEventListener('pointerdown', () => { isHeld = true; });
  for (const type of ['pointerup', 'pointercancel'])
    addEventListener(type, () => setTimeout(() => {
      isHeld = false;
      released();
    }, 100));
  customElements.whenDefined('otklik-survey').then(() => {
    const root = survey.shadowRoot;
    const slot = root.appendChild(document.createElement('slot'));
    const swap = () => {
      const named = (place, name) => [...place.querySelectorAll('[name="' + name + '"],[id="' + name + '"]')];
      const same = (field) => {
        const name = field.name || field.id;
        return name && named(root, name)[named(survey, name).indexOf(field)];
      };
      const { activeElement: field } = document;
      const next = survey.contains(field) && same(field);
      for (const one of survey.querySelectorAll('input:not([type=hidden]),textarea,select')) {
        const other = same(one);
        if (!other) continue;
        if (one.type === 'radio' || one.type === 'checkbox') {
          if (one.checked && !other.checked) other.click();
        } else if (one.value !== (one.defaultValue ?? '') && one.value !== other.value) {
          other.value = one.value;
          other.dispatchEvent(new Event(one.localName === 'select' ? 'change' : 'input', { bubbles: true }));
        }
      }
      const caret = next && [field.selectionStart, field.selectionEnd];
      slot.remove();
      survey.replaceChildren();
      if (!next) return;
      next.focus({ preventScroll: true });
      try {
        next.setSelectionRange(...caret);
      } catch {}
    };
    const watch = new MutationObserver(() => {
      const box = root.querySelector('.shell');
      if (!box) return;
      watch.disconnect();
      if (!isHeld) return swap();
      box.style.display = 'none';
      released = () => {
        released = () => {};
        box.style.display = '';
        swap();
      };
    });
    watch.observe(root, { childList: true, subtree: true });
    survey.addEventListener('otklik-error', (event) => {
      if (slot.isConnected && /^(network|reply_unreadable|too_many_requests|unavailable|internal)$/.test(event.code)) event.preventDefault();
    });
  });
  requestAnimationFrame(() => setTimeout(() => {
    for (const path of document.body.dataset.scripts.split(' ')) import(path).catch(() => {});
  }));
}
`
  .trim()
  .replaceAll(/\n\s*/g, '\n');
