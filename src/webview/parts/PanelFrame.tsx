import type { ComponentChildren } from 'preact';
import type { Notices } from '../host/notices.ts';
import { Toast } from './Toast.tsx';
import { TooltipLayer } from './TooltipLayer.tsx';

/** A panel's content, with the layers above it that every panel has. */
export function PanelFrame({ notices, children }: { notices: Notices; children: ComponentChildren }) {
  return (
    <>
      {children}
      <Toast notices={notices} />
      <TooltipLayer />
    </>
  );
}
