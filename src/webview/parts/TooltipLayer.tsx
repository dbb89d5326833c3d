import { useEffect, useRef } from 'preact/hooks';

const gap = 6;

function place(tip: HTMLElement, target: Element): void {
  const at = target.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const below = at.bottom + gap + size.height < window.innerHeight;
  const left = Math.min(Math.max(at.left, gap), window.innerWidth - size.width - gap);
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? at.bottom + gap : Math.max(at.top - gap - size.height, gap)}px`;
}

/**
 * Shows the `data-tip` of the element under the pointer or with the focus; Escape hides it. It is one layer
 * above the whole panel, so that no scrolling container cuts it off.
 */
export function TooltipLayer() {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const layer = tip.current;
    if (layer === null) return;
    let shownFor: Element | null = null;
    const hide = () => {
      shownFor?.removeAttribute('aria-describedby');
      shownFor = null;
      if (layer.matches(':popover-open')) layer.hidePopover();
    };
    const show = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
      const text = target?.getAttribute('data-tip');
      if (target === shownFor) return;
      hide();
      if (target === null || !text) return;
      if (event.type === 'focusin' && !target.matches(':focus-visible')) return;
      shownFor = target;
      layer.textContent = text;
      target.setAttribute('aria-describedby', layer.id);
      // A closing menu returns the focus, and no popover may open while another one is closing.
      requestAnimationFrame(() => {
        if (shownFor !== target || !target.isConnected) return;
        layer.showPopover();
        place(layer, target);
      });
    };
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    const listeners: [string, (event: never) => void][] = [
      ['pointerover', show],
      ['focusin', show],
      ['focusout', hide],
      ['pointerdown', hide],
      ['keydown', onKey],
    ];
    for (const [name, listener] of listeners)
      document.addEventListener(name, listener as EventListener, true);
    document.addEventListener('scroll', hide, true);
    return () => {
      for (const [name, listener] of listeners) {
        document.removeEventListener(name, listener as EventListener, true);
      }
      document.removeEventListener('scroll', hide, true);
    };
  }, []);
  return <div class="tooltip" id="tooltip" role="tooltip" popover="manual" ref={tip} />;
}
