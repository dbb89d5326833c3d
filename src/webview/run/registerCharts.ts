import { MarkLineComponent } from 'echarts/components';
import { use } from 'echarts/core';

// Only this panel's charts mark percentiles; registering the marks here keeps them out of the other bundle.
use([MarkLineComponent]);
