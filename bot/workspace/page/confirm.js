// The question that a button may ask before it acts.

const dialog = document.getElementById("confirm");
const yes = document.getElementById("confirm-yes");
const no = document.getElementById("confirm-no");

export function sure(question) {
  if (!question) return Promise.resolve(true);
  document.getElementById("confirm-title").textContent = question.title.text;
  document.getElementById("confirm-text").textContent = question.text.text;
  yes.textContent = question.confirm.text;
  yes.className = `button ${question.style ?? "primary"}`;
  no.textContent = question.deny.text;
  no.className = "button";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }));
}

yes.addEventListener("click", () => dialog.close("yes"));
no.addEventListener("click", () => dialog.close("no"));
