# A server without torch. The model is an export (s2s export -m RUN), given when the container is started:
#
#     docker build -t s2s .
#     docker run --rm -p 127.0.0.1:5000:5000 -v "$PWD/runs/run-1/onnx:/model:ro" --read-only --tmpfs /tmp s2s
FROM python:3.12-slim

# What serving imports, and nothing of what training needs; a test holds the list complete.
RUN pip install --no-cache-dir \
    "numpy>=2.0" "sentencepiece>=0.2.3" "sentencex>=1.0.28" "omegaconf>=2.3" "pyyaml>=6" "filelock>=3.30" \
    "fastapi>=0.115.12" "starlette>=0.46" "uvicorn>=0.32" "uvloop>=0.20" "python-multipart>=0.0.18" "prometheus-client>=0.21" \
    "py3langid>=0.4" "fastapi-offline>=1.7" "onnxruntime>=1.25.1" "polib>=1.2" "pyromark>=0.9.3"

COPY . /source
RUN pip install --no-cache-dir --no-deps /source && rm -r /source \
    && useradd --system --no-create-home --shell /usr/sbin/nologin s2s

USER s2s
WORKDIR /tmp
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5000/health', timeout=4)"]

ENTRYPOINT ["s2s", "serve", "--host", "0.0.0.0"]
CMD ["-m", "/model"]
