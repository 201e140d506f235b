/** Who is signed in at this browser, and the way out. */
import { CSRF_HEADER, type Me } from "../api_types";

export function goToSignIn(): void {
  location.assign("/signin/?next=/desk/");
}

/** End the signed-in session on the server, then leave the page. */
export async function signOut(): Promise<void> {
  const answer = await fetch("/api/me");
  if (answer.ok) {
    const { csrf } = (await answer.json()) as Me;
    await fetch("/api/session", { method: "DELETE", headers: { [CSRF_HEADER]: csrf } });
  }
  goToSignIn();
}
