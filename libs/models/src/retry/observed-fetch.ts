/**
 * A `fetch` that calls `alive` for the head and for every piece of the body. The SDKs swallow the pings that a vendor
 * sends while a model thinks; only the bytes show that it is not silent.
 */
export function observedFetch(alive: () => void): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    alive();
    if (response.body === null) return response;
    const observer = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        alive();
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(observer), response);
  };
}
