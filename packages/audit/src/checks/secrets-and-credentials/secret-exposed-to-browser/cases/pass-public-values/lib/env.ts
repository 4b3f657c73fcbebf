export const siteKey = process.env.NEXT_PUBLIC_RECAPTCHA_SITE_KEY;
export const dsn = process.env.NEXT_PUBLIC_SENTRY_DSN;
export const firebase = process.env.NEXT_PUBLIC_FIREBASE_API_KEY;
export const tokenUrl = process.env.NEXT_PUBLIC_TOKEN_URL;
