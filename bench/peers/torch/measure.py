"""Images a second of PyTorch, eager, on the weights of an ONNX file, then the predicted classes as digits, one line each:
  measure.py MODEL.onnx IMAGES.gz BATCH THREADS

--installed only sees whether everything loads. Interprets the operators that the float32 export uses, in the order of the graph.
"""
import gzip
import sys
import time

import numpy
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional

HEADER = 16


def attributes(node):
    return {x.name: onnx.helper.get_attribute_value(x) for x in node.attribute}


def step(node, values):
    take = [values[x] for x in node.input]
    given = attributes(node)
    if node.op_type == "Cast":
        return take[0].to(torch.float32)
    if node.op_type == "Conv":
        return functional.conv2d(take[0], take[1], take[2], padding=given["pads"][:2], stride=given.get("strides", [1, 1]))
    if node.op_type == "Relu":
        return functional.relu(take[0])
    if node.op_type == "MaxPool":
        return functional.max_pool2d(take[0], given["kernel_shape"], given["strides"])
    if node.op_type == "Add":
        return take[0] + take[1]
    if node.op_type == "Flatten":
        return torch.flatten(take[0], 1)
    if node.op_type == "Gemm":
        return functional.linear(take[0], take[1] if given.get("transB") else take[1].T, take[2])
    if node.op_type == "Softmax":
        return torch.softmax(take[0], given.get("axis", -1))
    if node.op_type in ("Reshape", "Unsqueeze"):
        return take[0].reshape(-1, 1, 28, 28) if take[0].dim() == 3 else take[0].reshape(take[0].shape[0], -1)
    raise SystemExit(f"the peer does not know the operator {node.op_type}")


def main(model, images, batch, threads):
    torch.set_num_threads(int(threads))
    graph = onnx.load(model).graph
    weights = {x.name: torch.from_numpy(numpy_helper.to_array(x).copy()) for x in graph.initializer}
    with gzip.open(images) as stream:
        pixels = torch.from_numpy(numpy.frombuffer(stream.read(), numpy.uint8, offset=HEADER).reshape(-1, 28, 28).copy())

    def run(part):
        values = dict(weights)
        values[graph.input[0].name] = part
        for node in graph.node:
            values[node.output[0]] = step(node, values)
        return values[graph.output[0].name]

    with torch.no_grad():
        run(pixels[: int(batch)])
        start = time.perf_counter()
        scores = [run(part) for part in pixels.split(int(batch))]
        print(len(pixels) / (time.perf_counter() - start))
        print("".join(str(x) for x in torch.cat(scores).argmax(1).tolist()))


if __name__ == "__main__" and sys.argv[1] != "--installed":
    main(*sys.argv[1:])
