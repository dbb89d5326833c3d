/** Milliseconds. A hidden page draws no frame. */
const longestFrame = 1000;

/**
 * Milliseconds that drawing took: the script until all components are rendered, and the next frame with its
 * styles, layout and paint.
 */
export async function costOfDrawing(draw: () => void): Promise<number> {
  const began = performance.now();
  draw();
  // Components are rendered in a microtask that `draw` has queued.
  await Promise.resolve();
  const script = performance.now() - began;
  return script + (await nextFrame());
}

function nextFrame(): Promise<number> {
  return new Promise(resolve => {
    const giveUp = setTimeout(() => resolve(0), longestFrame);
    requestAnimationFrame(() => {
      const began = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        clearTimeout(giveUp);
        port1.close();
        resolve(performance.now() - began);
      };
      port2.postMessage(null);
    });
  });
}
