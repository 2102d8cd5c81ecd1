'use server';
import type { FormState } from '#components/desk/form-state.ts';
import { asMyself } from '#lib/auth/actions.ts';
import { verifyAudit } from '#lib/newsroom/audit.ts';
import { may } from '#lib/newsroom/rights.ts';

/** Computes every hash of the trail anew. */
export async function verify(): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const verdict = may(actor, 'read-audit');
    if (!verdict.ok) return { ok: false, message: verdict.message };
    const found = await verifyAudit();
    if (!found.ok)
      return {
        ok: false,
        message: `第 ${found.id} 条${found.reason === 'missing' ? '不见了' : '被改过'}：日志不再可信。`,
      };
    if (!found.head) return { ok: true, message: '日志是空的。' };
    return {
      ok: true,
      message: `${found.head.id} 条，条条相扣。把最后一条的指纹存到别处，日后可以对照：`,
      secret: `${found.head.id} ${found.head.hash}`,
    };
  });
}
