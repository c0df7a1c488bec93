/** The login page's script: sends the form as Kibana's does. */

const form = document.querySelector('form');
const failure = document.querySelector<HTMLElement>('[role=alert]');

async function login(target: HTMLFormElement): Promise<void> {
  const fields = new FormData(target);
  const response = await fetch('/internal/security/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'kbn-xsrf': 'true' },
    body: JSON.stringify({
      providerType: 'basic',
      providerName: 'basic',
      currentURL: window.location.href,
      params: { username: fields.get('username'), password: fields.get('password') },
    }),
  });
  if (response.ok) {
    const { location } = (await response.json()) as { location: string };
    window.location.assign(location);
  } else if (failure) {
    failure.hidden = false;
    failure.textContent =
      response.status === 401
        ? 'Username or password is incorrect. Please try again.'
        : `We couldn't log you in (${response.status}). Please try again.`;
  }
}

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  void login(form);
});
