import type { MiddlewareHandler } from 'hono';

/**
 * As strict as a page can be and still use Otklik: scripts from here and from the survey service,
 * style sheets from here only (the widget brings its own inside its shadow root), no inline code,
 * and one Trusted Types policy, the widget's.
 */
export function securityHeaders(service: string): MiddlewareHandler {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${service}`,
    "style-src 'self'",
    // Pictures of choices come with the survey itself.
    "img-src 'self' data:",
    `connect-src 'self' ${service}`,
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types otklik',
  ].join('; ');
  return async (context, next) => {
    await next();
    context.header('Content-Security-Policy', policy);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'strict-origin-when-cross-origin');
  };
}
