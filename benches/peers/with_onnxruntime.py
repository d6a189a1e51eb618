"""ONNX Runtime: `with_onnxruntime.py BASE DATA.csv MODEL REPEATS`.

BASE is a folder with the `config.json`, `model.safetensors` and `tokenizer.json` of a BERT-like model. Its graph is
written to MODEL with the runtime's own fused operators and quantised to int8 dynamically, as its users do.
One thread; texts sorted by length, in batches of 32, from text in memory to the mean of the last hidden states.
"""

import json
import struct
import sys
from pathlib import Path

import measure
import numpy
import onnxruntime
from onnx import TensorProto, helper, numpy_helper, save
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

BATCH = 32


def tensors(path):
    """The tensors of a safetensors file in float32, by name."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    found = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            found[name] = numpy.frombuffer(data[start:end], "<f4").reshape(entry["shape"])
    return found


def graph(base, path):
    """Writes the encoder's graph: ids and mask in, last hidden states out."""
    config = json.loads((base / "config.json").read_text())
    weights = tensors(base / "model.safetensors")
    nodes, constants = [], []
    layer_norm = {"epsilon": config["layer_norm_eps"], "domain": "com.microsoft"}

    def constant(name, value):
        constants.append(numpy_helper.from_array(numpy.ascontiguousarray(value), name))
        return name

    def add(operator, inputs, output, **more):
        nodes.append(helper.make_node(operator, inputs, [output], **more))
        return output

    def norm(prefix):
        return [constant(f"{prefix}.{part}", weights[f"{prefix}.{part}"]) for part in ("weight", "bias")]

    def linear(x, prefix):
        matrix = constant(f"{prefix}.weight", weights[f"{prefix}.weight"].T)
        product = add("MatMul", [x, matrix], f"{prefix}.product")
        return add("Add", [product, constant(f"{prefix}.bias", weights[f"{prefix}.bias"])], f"{prefix}.sum")

    words = constant("words", weights["embeddings.word_embeddings.weight"])
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    words = add("Gather", [words, "ids"], "embedded")
    places = add("Gather", [constant("places", places), "positions"], "placed")
    x = add("Add", [words, places], "embeddings")
    x = add("LayerNormalization", [x, *norm("embeddings.LayerNorm")], "normed", epsilon=config["layer_norm_eps"])
    for n in range(config["num_hidden_layers"]):
        prefix = f"encoder.layer.{n}"
        parts = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
        matrix = numpy.concatenate([weights[f"{part}.weight"].T for part in parts], axis=1)
        bias = numpy.concatenate([weights[f"{part}.bias"] for part in parts])
        inputs = [x, constant(f"{prefix}.qkv", matrix), constant(f"{prefix}.qkv_bias", bias), "mask"]
        heads = config["num_attention_heads"]
        mixed = add("Attention", inputs, f"{prefix}.mixed", num_heads=heads, domain="com.microsoft")
        mixed = linear(mixed, f"{prefix}.attention.output.dense")
        inputs = [x, mixed, *norm(f"{prefix}.attention.output.LayerNorm")]
        x = add("SkipLayerNormalization", inputs, f"{prefix}.attended", **layer_norm)
        up = linear(x, f"{prefix}.intermediate.dense")
        up = add("Gelu", [up], f"{prefix}.active", domain="com.microsoft")
        down = linear(up, f"{prefix}.output.dense")
        inputs = [x, down, *norm(f"{prefix}.output.LayerNorm")]
        x = add("SkipLayerNormalization", inputs, f"{prefix}.out", **layer_norm)
    shape = ["batch", "length"]
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, shape),
        helper.make_tensor_value_info("positions", TensorProto.INT64, ["length"]),
        helper.make_tensor_value_info("mask", TensorProto.INT32, shape),
    ]
    outputs = [helper.make_tensor_value_info(x, TensorProto.FLOAT, [*shape, config["hidden_size"]])]
    operators = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    graph = helper.make_graph(nodes, "encoder", inputs, outputs, constants)
    save(helper.make_model(graph, opset_imports=operators, ir_version=8), path)


def main(base, data, model, repeats):
    graph(base, f"{model}.f32")
    # Types are not inferred through the runtime's own operators.
    more = {"DefaultTensorType": TensorProto.FLOAT}
    quantize_dynamic(f"{model}.f32", model, weight_type=QuantType.QInt8, per_channel=True, extra_options=more)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(512)
    texts, _ = measure.read(data)

    def predict():
        encoded = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
        encoded.sort(key=len)
        means = []
        for start in range(0, len(encoded), BATCH):
            batch = encoded[start : start + BATCH]
            ids = numpy.zeros((len(batch), len(batch[-1])), numpy.int64)
            mask = numpy.zeros(ids.shape, numpy.int32)
            for row, sequence in enumerate(batch):
                ids[row, : len(sequence)] = sequence
                mask[row, : len(sequence)] = 1
            positions = numpy.arange(ids.shape[1])
            (states,) = session.run(None, {"ids": ids, "positions": positions, "mask": mask})
            means.append((states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))
        return numpy.concatenate(means)

    _, wall, cpu = measure.best_of(repeats, predict)
    measure.predicted("ONNX Runtime, int8", len(texts), wall, cpu, None)


main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
