// A receipt's QR code leads here with the code behind the "#", which no server sees.
const field = document.querySelector("[data-receipt-field]");
const code = decodeURIComponent(location.hash.slice(1));

if (field && /^[\d\s-]{16,24}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
  field.form.querySelector("[type=submit]:not(.enter-key)")?.focus();
}
