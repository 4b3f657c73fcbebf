export const client = connect({
  url: process.env.NEXT_PUBLIC_CMS_URL,
  secret: process.env.NEXT_PUBLIC_CMS_SECRET,
  map: process.env.NEXT_PUBLIC_MAPBOX_TOKEN,
});
