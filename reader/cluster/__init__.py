"""Documents on a Dask cluster: the same engine, the same results, on other machines.

Dask does all that concerns machines: which worker takes what, what is tried again, who is alive. Here is only what is
ours: documents go out in batches, each worker loads the model once, and what comes back is one result for each
document in the order of the documents, a failure included. Needs the extra ``jiaodu[dask]``, here and on the workers.

    from reader import cluster

    for line in cluster.lines(Path("pages").glob("*.txt"), address="tcp://10.0.0.5:8786"):
        out.write(line)

Files are read by the workers, so all of them must see them under the same path; texts travel. Without an address
the cores of this machine are the cluster; a script that starts one so needs the usual guard,
``if __name__ == "__main__":``.
"""

from __future__ import annotations

from reader.cluster.collections import clean_bag, clean_frame
from reader.cluster.running import Document, NoCluster, clean, lines, run

__all__ = ["Document", "NoCluster", "clean", "clean_bag", "clean_frame", "lines", "run"]
