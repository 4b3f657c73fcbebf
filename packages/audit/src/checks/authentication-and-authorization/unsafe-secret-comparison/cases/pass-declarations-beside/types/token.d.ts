import type { Router } from 'express';
export default function (router: Router, token: string): void;
