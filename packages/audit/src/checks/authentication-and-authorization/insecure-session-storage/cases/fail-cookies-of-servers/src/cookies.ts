export const cookieOptions = { httpOnly: true, secure: true };
