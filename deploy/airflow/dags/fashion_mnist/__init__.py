"""What the DAG fashion_mnist_batch does, step by step. Nothing in here imports Airflow."""
