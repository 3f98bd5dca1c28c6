// What somebody typed and did not record stays in its tab for them alone: it goes when they sign out, in this tab or another one, and when
// somebody else signs in. A session that only ran out of time keeps it, for who signs in again.
"use strict";

(() => {
  const DRAFT = "examination ";
  const LEAVING = "myotome-leaving";
  const SIGNED_OUT = "myotome-signed-out";
  const me = document.body.dataset.user;
  const drop = (but) => Object.keys(sessionStorage)
    .filter((key) => key.startsWith(DRAFT) && !(but && key.startsWith(`${DRAFT}${but} `)))
    .forEach((key) => sessionStorage.removeItem(key));

  if (me) drop(me);
  // Other tabs are told when the session is over: told before, they would load the record once more.
  else if (sessionStorage.getItem(LEAVING)) localStorage.setItem(SIGNED_OUT, String(Date.now()));
  sessionStorage.removeItem(LEAVING);
  document.querySelector("form.me")?.addEventListener("submit", () => {
    drop();
    sessionStorage.setItem(LEAVING, "yes");
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== SIGNED_OUT) return;
    drop();
    if (me) location.reload();
  });
})();
