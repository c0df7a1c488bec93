/** Draws the app into the page that Kibana gives it. Loaded only when the app is opened. */
import React from 'react';
import ReactDOM from 'react-dom';
import type { AppMountParameters, CoreStart, PluginsStart } from '../kibana/contracts';
import { KibanaProviders } from '../kibana/providers';
import { App } from './app';

/** Returns what takes the app off the page again. */
export function mountApp(
  core: CoreStart,
  plugins: PluginsStart,
  { element, history }: AppMountParameters,
): () => void {
  // ReactDOM.render is on both sides: Kibana 8.12 has React 17, Kibana 9 has React 18 with its legacy root
  ReactDOM.render(
    <KibanaProviders core={core}>
      <App core={core} plugins={plugins} history={history} />
    </KibanaProviders>,
    element,
  );
  return () => ReactDOM.unmountComponentAtNode(element);
}
