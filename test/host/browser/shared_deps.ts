/** `window.__kbnSharedDeps__`: the libraries that plugins share with the host, under Kibana's keys. */
import * as ElasticCharts from '@elastic/charts';
import * as ElasticEui from '@elastic/eui';
import * as EmotionCache from '@emotion/cache';
import * as EmotionReact from '@emotion/react';
import Lodash from 'lodash';
import Moment from 'moment';
import MomentTimezone from 'moment-timezone';
import React from 'react';
import ReactDom from 'react-dom';
import ReactDomServer from 'react-dom/server';
import * as Rxjs from 'rxjs';
import * as Uuid from 'uuid';
import { buildEsQuery } from './es_query';
import { kbnI18n, kbnI18nReact } from './i18n';

export const sharedDeps = {
  ElasticCharts,
  ElasticEui,
  EmotionCache,
  EmotionReact,
  KbnEsQuery: { buildEsQuery },
  KbnI18n: kbnI18n,
  KbnI18nReact: kbnI18nReact,
  Lodash,
  Moment,
  MomentTimezone,
  React,
  ReactDom,
  ReactDomServer,
  Rxjs,
  Uuid,
};
