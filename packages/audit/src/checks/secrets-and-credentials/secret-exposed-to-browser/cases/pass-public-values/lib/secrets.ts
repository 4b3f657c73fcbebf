import 'server-only';

export const secret = process.env.CMS_SECRET;
