export const redis = {};
