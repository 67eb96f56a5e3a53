/**
 * Fetches chunks by their names, so that one that could not be had can be had later. To a page, a file that failed stays
 * failed for whoever asks again, and so does all that imports it (https://github.com/whatwg/html/issues/6768; Firefox 153
 * in every case, Chromium 156 and WebKitGTK 2.50 where another file imports it). So it is asked for under another address,
 * and what it imports with it: the service knows the folder as `~/`, `~/~/` and so on too.
 *
 * @param folder with a slash at the end
 */
export function chunkFetcher(folder: string): (name: string) => Promise<unknown> {
  const places: Record<string, string> = {};
  const fetchChunk = (name: string, isLast?: boolean): Promise<unknown> =>
    import(/* @vite-ignore */ `${folder}${(places[name] ??= '')}${name}.js`).catch(
      (error: unknown) => {
        places[name] += '~/';
        if (isLast) throw error;
        // A line that was cut is mostly back at once.
        return fetchChunk(name, true);
      },
    );
  return fetchChunk;
}
