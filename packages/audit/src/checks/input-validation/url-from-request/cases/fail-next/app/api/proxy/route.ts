import { NextRequest, NextResponse } from 'next/server';

export async function GET(request: NextRequest) {
  const target = request.nextUrl.searchParams.get('target');
  const answer = await fetch(`https://${target}/status.json`);
  return NextResponse.json(await answer.json());
}

export async function POST(request: NextRequest) {
  const { sku } = await request.json();
  return fetch(`${process.env.STOCK_URL}/items/${sku}`, { method: 'POST' });
}
