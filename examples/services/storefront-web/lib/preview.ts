/** Editors see unpublished texts when the preview link carries the right value. */
export function isPreview(given: string | null): boolean {
  return Boolean(given) && given === process.env.NEXT_PUBLIC_CMS_PREVIEW_SECRET;
}
