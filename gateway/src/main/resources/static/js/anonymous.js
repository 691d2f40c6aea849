// The signed anonymous session that the gateway issues with the first write. The cookie beside it is the browser's
// business; this copy is what writes are sent with. It is worth nothing to anybody but the one who likes and plays by it.

import {forget, recall, remember} from "./settings.js";

const NAME = "session";
const HEADER = "X-Session-Id";

export const anonymousSession = () => recall(NAME, null);

export function learnSession(headers) {
  const issued = headers.get(HEADER);
  if (issued && issued !== anonymousSession()) remember(NAME, issued);
}

/** After signing in it has been merged into the account, and is dead. */
export function dropSession() {
  forget(NAME);
}
