"""What Airflow shows of the DAG, for people who do not have the repository."""

PAGE = """
Predicts the garments in images on S3 with the Fashion-MNIST model in production, in array jobs of AWS Batch.

| group | tasks |
|---|---|
| prepare | `configure` checks the settings; `wait_for_input` waits for the object that says the input is complete; `pin_model` reads `production.json` once, so that \
all jobs use one exact package; `plan` decides on the number of jobs |
| predicting | `predict` submits them and waits; `verify` reads the manifest of every part; `merge` joins the parts |
| finish | `commit` validates `_manifest.json`, from which on the results count; `notify` reports to Slack |

The settings are a JSON object in the Airflow Variable `fashion_mnist_batch`. It needs at least

    {"environment": "production", "model_store": "s3://BUCKET", "input": "s3://BUCKET/input/{date}/images.csv.gz", "output": "s3://BUCKET/predictions"}

`{date}` is the first day of the last interval of the schedule that was over when the run started. Most settings can be changed for one run in the form of *Trigger*.

A run that is cleared or started again overwrites its own results. AWS Batch alone retries jobs. If `predict` fails, its log and Slack name exit code, reason and log stream of the
first job that failed: 65 means bad input, 66 a missing object, 77 missing rights, 80 a hash that does not match; everything but 75 needs a person.
"""
