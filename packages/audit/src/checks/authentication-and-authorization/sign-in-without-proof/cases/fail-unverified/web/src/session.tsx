import { jwtDecode } from 'jwt-decode';

export const nameOf = (token: string) => jwtDecode<{ name: string }>(token).name;
