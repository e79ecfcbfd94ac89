import type { ClusterView } from '@anton/dispatcher';
import { bad, good, warning, type Finding } from '../finding';
import type { Installation } from './installation';

/** Whether the nodes get the images that the catalog's templates name, each by a Pod that does nothing. */
export async function checkImages(
  view: ClusterView,
  { runs }: Installation,
  images: readonly string[],
): Promise<Finding[]> {
  return Promise.all(
    [...new Set(images)].map(async (image) => {
      const labels = { 'app.kubernetes.io/name': 'anton-doctor', 'app.kubernetes.io/part-of': 'anton' };
      const result = await view.probe({ namespace: runs, image, serviceAccount: 'anton-runner', labels });
      const check = 'image of a template';
      if (result.kind === 'not_pulled')
        return bad(
          check,
          `${image} cannot be pulled: ${result.detail}`,
          'Push it, or correct `image` in the template.yaml that names it.',
        );
      if (result.kind === 'refused' || result.kind === 'late')
        return warning(
          check,
          `${image}: ${result.detail}`,
          `Look at it yourself: kubectl -n ${runs} run --rm -it --image=${image} probe`,
        );
      return good(check, `${image} is pulled`);
    }),
  );
}
